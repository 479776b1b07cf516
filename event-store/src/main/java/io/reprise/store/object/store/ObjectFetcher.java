package io.reprise.store.object.store;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectMissingException} where an object must exist; {@link
 * ObjectStoreException} when the store refuses or cannot be reached, after the client's own
 * retries; its {@code retriable()} tells whether trying again later can help.
 */
public interface ObjectFetcher {

  /** A small object, whole; empty if there is none of that name. */
  Optional<byte[]> find(String name);

  /**
   * Part of an object.
   *
   * @return exactly {@code length} bytes from byte {@code from} on
   * @throws ObjectMissingException if there is no such object
   * @throws ObjectStoreException if the object ends before {@code from + length}
   */
  byte[] range(String name, long from, int length);

  /**
   * An object as a stream, front to back; the caller closes it, also before its end. Reading it
   * throws {@link ObjectStoreException} as all else here does.
   *
   * @throws ObjectMissingException if there is no such object
   */
  InputStream open(String name);

  /** What is known of an object without reading it; empty if there is none of that name. */
  Optional<ObjectFacts> facts(String name);

  /**
   * The next objects in name order.
   *
   * @param prefix of their names
   * @param after the name to go on behind; null to begin
   * @return up to 1,000; empty when there are no more
   */
  List<ObjectFacts> list(String prefix, @Nullable String after);
}
