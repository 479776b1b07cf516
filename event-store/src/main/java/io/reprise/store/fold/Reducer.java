package io.reprise.store.fold;

import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Folds events of one key into a state. The same state and event give the same bytes, on every
 * machine and at every time: no clock, no random numbers, no order of hash maps. A change of what
 * it computes is a new version.
 *
 * <p>Threading: confined to one thread; {@link ReducerProvider} makes one for each.
 */
@FunctionalInterface
public interface Reducer {

  /**
   * The state after {@code event}.
   *
   * @param state as an earlier call returned it; null before the key's first event, and after its
   *     deletion
   * @param event which has a value: tombstones never come here, they delete the state
   * @return the new state's bytes
   * @throws UnfoldableEventException when this event cannot be folded, now or later; it is parked
   *     and the state stays. Any other {@link RuntimeException} counts as the same, but for those
   *     that say a retry may help: {@link io.reprise.schemas.registry.RegistryUnreachableException}
   *     and Kafka's {@link org.apache.kafka.common.errors.RetriableException}
   */
  byte[] fold(byte @Nullable [] state, FoldEvent event);

  /**
   * The Avro schema that all states have. Empty when a state carries the id of its schema in front,
   * in Confluent's wire format, or is in another form.
   */
  default Optional<Schema> stateSchema() {
    return Optional.empty();
  }
}
