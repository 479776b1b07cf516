package io.reprise.compactor.audit;

/**
 * A field of a key's state that has one value in a fold of all events, and another value in the
 * state from the snapshot and the tail.
 *
 * @param field path of the field in the state or its provenance, such as {@code state.address.city}
 *     or {@code provenance.events}
 * @param replayed the value from a fold of all events, as JSON; {@code absent} when there is none
 * @param rebuilt the value from the snapshot and the tail, as JSON; {@code absent} when there is
 *     none
 */
public record FieldDifference(String field, String replayed, String rebuilt) {}
