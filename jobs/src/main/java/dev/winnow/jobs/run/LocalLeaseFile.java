package dev.winnow.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lease on a disk of this machine, or on a network disk that has locks. Every step holds a lock
 * of the operating system on a file beside the lease, which ends with its process. The lock file
 * stays: a lock on a deleted file would exclude nobody. A lease appears with its whole text by one
 * link.
 */
final class LocalLeaseFile implements LeaseFile {

  /** Longest time that another driver may need for a step, unless its process is stopped. */
  private static final long PATIENCE_SECONDS = 30;

  private static final long PAUSE_MILLIS = 2;

  /** The locks of the operating system exclude other processes, this one other threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path file;
  private final Path lock;

  LocalLeaseFile(Path file) {
    this.file = file;
    this.lock = file.resolveSibling("_lease.lock");
  }

  @Override
  public Optional<Held> take(Lease ours, Death death) throws IOException {
    return locked(
        () -> {
          Optional<Held> held = find();
          if (held.isPresent() && !death.isDead(held.get())) {
            return held;
          }
          Path whole = whole(ours);
          try {
            if (held.isPresent()) {
              Files.move(
                  whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
              create(whole);
            }
            return Optional.empty();
          } catch (FileAlreadyExistsException e) {
            return Optional.of(find().orElse(Held.UNKNOWN));
          } finally {
            Files.deleteIfExists(whole);
          }
        });
  }

  /** Makes the lease from a whole file, or fails if there is a lease. */
  private void create(Path whole) throws IOException {
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links: the lock alone excludes other drivers.
      Files.write(
          file, Files.readAllBytes(whole), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  @Override
  public Held read() throws IOException {
    try {
      return LeaseFile.parse(Files.readAllBytes(file), Files.getLastModifiedTime(file).toMillis());
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(file.toString()).initCause(e);
    }
  }

  private Optional<Held> find() throws IOException {
    try {
      return Optional.of(read());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean renew(Lease ours) throws IOException {
    return locked(
        () -> {
          if (!owns(read(), ours.owner())) {
            return false;
          }
          Path whole = whole(ours);
          try {
            Files.move(
                whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          } finally {
            Files.deleteIfExists(whole);
          }
          return true;
        });
  }

  @Override
  public void release(String owner) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    locked(
        () -> {
          Optional<Held> held = find();
          if (held.isPresent() && owns(held.get(), owner)) {
            Files.delete(file);
          }
          return null;
        });
  }

  private static boolean owns(Held held, String owner) {
    return held.lease() != null && held.lease().owner().equals(owner);
  }

  /** Writes a lease under a name that no other driver uses. */
  private Path whole(Lease lease) throws IOException {
    Path whole = file.resolveSibling("_lease-" + lease.owner() + ".json");
    try {
      return Files.write(whole, LeaseFile.text(lease));
    } catch (IOException e) {
      Files.deleteIfExists(whole);
      throw e;
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T locked(Step<T> step) throws IOException {
    THREADS.lock();
    // Closing the channel ends the lock.
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel);
      return step.run();
    } finally {
      THREADS.unlock();
    }
  }

  private void lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      if (channel.tryLock() != null) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "another process holds " + lock + " for " + PATIENCE_SECONDS + " seconds; stop it");
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + lock, e);
      }
    }
  }
}
