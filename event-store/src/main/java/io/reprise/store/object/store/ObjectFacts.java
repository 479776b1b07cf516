package io.reprise.store.object.store;

import java.time.Instant;

/**
 * One object in a listing.
 *
 * @param name name of the object, without the store's prefix
 * @param bytes size of the object
 * @param modified time at which the object was created, by the store's clock
 */
public record ObjectFacts(String name, long bytes, Instant modified) {}
