package io.reprise.compactor.audit;

/**
 * A field that the two ways to a key's state do not agree on.
 *
 * @param field as in {@code state.address.city} or {@code provenance.events}
 * @param replayed what a fold of all events gives, as JSON; {@code absent} for nothing
 * @param rebuilt what snapshot and tail give
 */
public record FieldDifference(String field, String replayed, String rebuilt) {}
