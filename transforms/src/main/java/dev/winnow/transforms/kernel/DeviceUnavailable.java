package dev.winnow.transforms.kernel;

/** Signals that a requested device can't be used. It is never replaced by a slower one. */
public final class DeviceUnavailable extends RuntimeException {

  public DeviceUnavailable(String message) {
    super(message);
  }
}
