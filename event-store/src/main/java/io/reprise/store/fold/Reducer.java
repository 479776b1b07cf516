package io.reprise.store.fold;

import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one key into a state. The same state and event must give the same new state,
 * byte for byte, on every machine and at every time, so an implementation must not use a clock,
 * random numbers, or the iteration order of a hash map. A reducer that computes a different result
 * needs a new version.
 *
 * <p>Confined to one thread; a {@link ReducerProvider} creates one for each thread.
 */
@FunctionalInterface
public interface Reducer {

  /**
   * Returns the state after {@code event}.
   *
   * @param state returned by an earlier call; null before the key's first event and after its
   *     deletion
   * @param event always has a value; a tombstone deletes the state without a call of the reducer
   * @return the new state's bytes
   * @throws UnfoldableEventException if this event can never be folded; the event is parked and the
   *     state is unchanged. Any other {@link RuntimeException} has the same effect, except those
   *     after which a retry can help: {@link
   *     io.reprise.schemas.registry.RegistryUnreachableException} and Kafka's {@link
   *     org.apache.kafka.common.errors.RetriableException}
   */
  byte[] fold(byte @Nullable [] state, FoldEvent event);

  /**
   * Returns the Avro schema of all states of this reducer. Empty if states are in Confluent's wire
   * format, which includes a schema id, or not Avro.
   */
  default Optional<Schema> stateSchema() {
    return Optional.empty();
  }
}
