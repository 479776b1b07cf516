package io.reprise.store.object.store;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectMissingException} if a method needs an object that does not exist; {@link
 * ObjectStoreException} if the store refuses the request, or cannot be reached after the client's
 * own retries. Its {@code retriable()} tells whether a later retry can help.
 */
public interface ObjectFetcher {

  /** Returns the content of a small object; empty if no object has this name. */
  Optional<byte[]> find(String name);

  /**
   * Reads a part of an object.
   *
   * @return exactly {@code length} bytes, beginning with the byte at position {@code from}
   * @throws ObjectMissingException if no object has this name
   * @throws ObjectStoreException if the object ends before {@code from + length}
   */
  byte[] range(String name, long from, int length);

  /**
   * Opens an object as a stream. The caller closes the stream, also if it has not read all bytes.
   * Reading from the stream may throw {@link ObjectStoreException}.
   *
   * @throws ObjectMissingException if no object has this name
   */
  InputStream open(String name);

  /**
   * Returns the size and the creation time of an object without reading its content; empty if no
   * object has this name.
   */
  Optional<ObjectFacts> facts(String name);

  /**
   * Lists objects in the order of their names, one page per call.
   *
   * @param prefix text with which the names of the listed objects begin
   * @param after name of the last object on the previous page; null for the first page
   * @return up to 1,000 objects; empty if no object follows
   */
  List<ObjectFacts> list(String prefix, @Nullable String after);
}
