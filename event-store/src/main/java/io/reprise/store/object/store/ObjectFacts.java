package io.reprise.store.object.store;

import java.time.Instant;

/**
 * What a listing tells of one object.
 *
 * @param name without the store's prefix
 * @param bytes its size
 * @param modified when it was created, by the store's clock
 */
public record ObjectFacts(String name, long bytes, Instant modified) {}
