package dev.winnow.jobs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

/**
 * The file of a lease on one kind of storage. Each method is one step for other drivers, as far as
 * the storage has such steps.
 */
interface LeaseFile {

  ObjectMapper JSON = new ObjectMapper();

  /**
   * Content of the file.
   *
   * @param lease null if the file holds no whole lease
   * @param modified time of the last change, in milliseconds since 1970
   */
  record Held(Lease lease, long modified) {

    /** The lease of a driver that was quicker, and that has released it already. */
    static final Held UNKNOWN = new Held(null, 0);
  }

  /** Decides if a lease that another driver holds is dead. */
  interface Death {
    boolean isDead(Held held);
  }

  /**
   * Takes the lease if there is none, or a dead one.
   *
   * @return empty if it was taken, else the lease that another driver holds
   */
  Optional<Held> take(Lease ours, Death death) throws IOException;

  /**
   * Reads the lease.
   *
   * @throws FileNotFoundException when there is none
   */
  Held read() throws IOException;

  /**
   * Replaces the lease of an owner by a newer one.
   *
   * @return false if another driver holds the lease; it stays
   * @throws FileNotFoundException when there is no lease
   */
  boolean renew(Lease ours) throws IOException;

  /** Deletes the lease if this owner holds it. */
  void release(String owner) throws IOException;

  /** Returns the content of a file; its lease is null unless the text is a whole lease. */
  static Held parse(byte[] text, long modified) {
    try {
      JsonNode json = JSON.readTree(text);
      boolean whole = json != null && json.path("owner").isTextual() && json.has("renewed");
      return new Held(whole ? JSON.treeToValue(json, Lease.class) : null, modified);
    } catch (JsonProcessingException e) {
      return new Held(null, modified);
    } catch (IOException e) {
      throw new IllegalStateException("an array of bytes can't be read", e);
    }
  }

  /** Returns the text of a lease. */
  static byte[] text(Lease lease) {
    try {
      return JSON.writeValueAsBytes(lease);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + lease, e);
    }
  }
}
