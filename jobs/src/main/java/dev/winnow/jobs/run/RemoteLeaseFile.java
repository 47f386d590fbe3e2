package dev.winnow.jobs.run;

import dev.winnow.jobs.tables.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lease on HDFS or an object store. HDFS creates a file in one step. An object store may let two
 * drivers create it, and no store takes a dead lease over in one step; so the lease is read again
 * after it was taken. Two drivers that start within the same moment can still both pass.
 */
final class RemoteLeaseFile implements LeaseFile {

  private final FileSystem fs;
  private final Path file;

  RemoteLeaseFile(FileSystem fs, Path file) {
    this.fs = fs;
    this.file = file;
  }

  @Override
  public Optional<Held> take(Lease ours, Death death) throws IOException {
    if (!create(ours)) {
      Optional<Held> held = find();
      if (held.isPresent()) {
        if (!death.isDead(held.get())) {
          return held;
        }
        fs.delete(file, false);
      }
      if (!create(ours)) {
        return Optional.of(find().orElse(Held.UNKNOWN));
      }
    }
    Held taken = find().orElse(Held.UNKNOWN);
    return owns(taken, ours.owner()) ? Optional.empty() : Optional.of(taken);
  }

  private boolean create(Lease lease) throws IOException {
    try (FSDataOutputStream out = fs.create(file, false)) {
      out.write(LeaseFile.text(lease));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public Held read() throws IOException {
    long modified = fs.getFileStatus(file).getModificationTime();
    try (FSDataInputStream in = fs.open(file)) {
      return LeaseFile.parse(in.readAllBytes(), modified);
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
    if (!owns(read(), ours.owner())) {
      return false;
    }
    Path next = new Path(file.getParent(), "_lease-" + ours.owner() + ".json");
    try (FSDataOutputStream out = fs.create(next, true)) {
      out.write(LeaseFile.text(ours));
    }
    Warehouse.replace(fs, next, file);
    return true;
  }

  @Override
  public void release(String owner) throws IOException {
    Optional<Held> held = find();
    if (held.isPresent() && owns(held.get(), owner)) {
      fs.delete(file, false);
    }
  }

  private static boolean owns(Held held, String owner) {
    return held.lease() != null && held.lease().owner().equals(owner);
  }
}
