package dev.winnow.transforms.kernel;

/** A device that was asked for and is not there; never replaced by a slower one. */
public final class DeviceUnavailable extends RuntimeException {

  public DeviceUnavailable(String message) {
    super(message);
  }
}
