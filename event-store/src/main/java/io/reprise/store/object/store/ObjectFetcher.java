package io.reprise.store.object.store;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectMissingException} where an object is required; {@link
 * ObjectStoreException} if the store refuses or cannot be reached after the client's own retries;
 * its {@code retriable()} tells whether a later retry can help.
 */
public interface ObjectFetcher {

  /** Returns the content of a small object; empty if no object has this name. */
  Optional<byte[]> find(String name);

  /**
   * Reads part of an object.
   *
   * @return exactly {@code length} bytes, beginning with byte {@code from}
   * @throws ObjectMissingException if no object has this name
   * @throws ObjectStoreException if the object ends before {@code from + length}
   */
  byte[] range(String name, long from, int length);

  /**
   * Opens an object as a stream. The caller closes the stream and may do so before its end. A read
   * from the stream may throw {@link ObjectStoreException}.
   *
   * @throws ObjectMissingException if there is no such object
   */
  InputStream open(String name);

  /**
   * Returns the size and the creation time of an object without its content; empty if no object has
   * this name.
   */
  Optional<ObjectFacts> facts(String name);

  /**
   * Lists objects in name order, one page per call.
   *
   * @param prefix prefix of the objects' names
   * @param after last name of the previous page; null for the first page
   * @return up to 1,000 objects; empty after the last page
   */
  List<ObjectFacts> list(String prefix, @Nullable String after);
}
