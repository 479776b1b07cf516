package io.reprise.store.object.store;

import java.time.Instant;

/**
 * What the store says about one object, apart from its content.
 *
 * @param name name of the object, without the store's prefix
 * @param bytes size of the object
 * @param modified when the object was created, by the store's clock
 */
public record ObjectFacts(String name, long bytes, Instant modified) {}
