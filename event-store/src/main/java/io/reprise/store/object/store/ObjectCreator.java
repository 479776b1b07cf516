package io.reprise.store.object.store;

import java.nio.file.Path;

/**
 * Creates objects and never overwrites one. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectStoreException}. After a retriable exception the object may or may not
 * exist. Calling again with the same bytes is safe and returns the outcome.
 */
public interface ObjectCreator {

  /** Tells whether a call has created the object or the object existed before. */
  enum Created {
    /** This call created the object. */
    NOW,
    /** An object with this name existed before the call and was not changed. */
    BEFORE
  }

  /** Creates a small object unless an object of this name exists. */
  Created createIfAbsent(String name, byte[] content);

  /**
   * Creates an object from {@code head} followed by the content of {@code file}. A large object is
   * uploaded in parallel parts, but appears only when it is complete.
   */
  Created createIfAbsent(String name, byte[] head, Path file);
}
