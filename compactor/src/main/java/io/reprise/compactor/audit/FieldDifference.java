package io.reprise.compactor.audit;

/**
 * A field in which the two states of a key differ.
 *
 * @param field path of the field in the state or its provenance, such as {@code state.address.city}
 *     or {@code provenance.events}
 * @param replayed the value from a fold of all events, as JSON; {@code absent} when there is none
 * @param rebuilt the value from snapshot and tail, as JSON; {@code absent} when there is none
 */
public record FieldDifference(String field, String replayed, String rebuilt) {}
