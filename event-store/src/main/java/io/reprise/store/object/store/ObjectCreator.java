package io.reprise.store.object.store;

import java.nio.file.Path;

/**
 * Creates objects and never overwrites one. Thread-safe; calls block.
 *
 * <p>Errors: {@link ObjectStoreException}. After a retriable one, it is unknown whether the object
 * exists. The caller may call again with the same bytes: this is safe, and the result tells whether
 * the object existed before.
 */
public interface ObjectCreator {

  /** Tells whether a call created the object, or the object existed already. */
  enum Created {
    /** This call created the object. */
    NOW,
    /** An object with this name existed before this call. The call has not changed it. */
    BEFORE
  }

  /** Creates a small object with the name {@code name}, unless an object with this name exists. */
  Created createIfAbsent(String name, byte[] content);

  /**
   * Creates an object, unless an object with this name exists. Its content is {@code head} followed
   * by the content of {@code file}. Parts of a large object are uploaded in parallel, and the
   * object becomes visible only when all parts are uploaded.
   */
  Created createIfAbsent(String name, byte[] head, Path file);
}
