package io.reprise.store.object.store;

import java.nio.file.Path;

/**
 * Creates objects, each once. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectStoreException}. After one that is retriable the outcome is unknown: the
 * object may exist. Calling again with the same bytes is safe and tells.
 */
public interface ObjectCreator {

  /** What became of a creation. */
  enum Created {
    /** By this call. */
    NOW,
    /** An object of that name was there before; it is untouched. */
    BEFORE
  }

  /** Creates a small object unless there is one of that name. */
  Created createIfAbsent(String name, byte[] content);

  /**
   * Creates an object from {@code head} followed by the whole of {@code file}, in parallel parts
   * when it is large; it appears whole or not at all.
   */
  Created createIfAbsent(String name, byte[] head, Path file);
}
