package io.reprise.store.fold;

import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one key into a state.
 *
 * <p>The same state and the same event must give the same new state, byte for byte, on every
 * machine at any time. An implementation must therefore not use a clock, random numbers, or the
 * iteration order of a hash map. If a change of a reducer leads to different states, the reducer
 * needs a new version.
 *
 * <p>Confined to one thread; a {@link ReducerProvider} creates a reducer for each thread.
 */
@FunctionalInterface
public interface Reducer {

  /**
   * Computes the key's state after {@code event}.
   *
   * @param state the key's state, as the last call returned it; null before the key's first event
   *     and after the key's deletion
   * @param event the key's next event; has a value, because a tombstone deletes the state without a
   *     call of the reducer
   * @return the bytes of the new state
   * @throws UnfoldableEventException if this event can never be folded. The event is then parked,
   *     and the state stays unchanged. Any other {@link RuntimeException} has the same effect, with
   *     two exceptions: after a {@link io.reprise.schemas.registry.RegistryUnreachableException} or
   *     Kafka's {@link org.apache.kafka.common.errors.RetriableException}, the same event is folded
   *     again later
   */
  byte[] fold(byte @Nullable [] state, FoldEvent event);

  /**
   * Returns the Avro schema of this reducer's states, if all states have the same one. Empty if a
   * state is in Confluent's wire format, which includes a schema id, or is not Avro.
   */
  default Optional<Schema> stateSchema() {
    return Optional.empty();
  }
}
