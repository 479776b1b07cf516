package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.state.Replay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An earlier replay that has delivered offsets of a plan into the plan's target, or is delivering
 * them now. A replay of the plan would deliver these offsets again.
 *
 * @param replay id of the earlier replay
 * @param name name of the earlier replay
 * @param state state of the earlier replay, such as {@code COMPLETED}
 * @param startedBy the operator who started the earlier replay; null if its start is not known
 * @param startedAt when the earlier replay was first started
 * @param endedAt when the earlier replay ended; null if it has not ended
 * @param delivered number of records that the earlier replay has delivered, of all its offsets
 * @param filter the filter of the earlier replay. A replay with another filter may deliver other
 *     records of the same offsets; null if every record passes
 * @param partitions the source partitions of which both replays read the same offsets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EarlierDelivery(
    String replay,
    String name,
    String state,
    @Nullable String startedBy,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    long delivered,
    @Nullable Filter filter,
    List<Integer> partitions) {

  public EarlierDelivery {
    partitions = List.copyOf(partitions);
  }

  static EarlierDelivery of(
      Replay replay, long delivered, @Nullable String startedBy, List<Integer> partitions) {
    var spec = replay.plan().spec();
    return new EarlierDelivery(
        replay.id(),
        spec.name(),
        replay.state().name(),
        startedBy,
        replay.startedAt(),
        replay.endedAt(),
        delivered,
        spec.filter().passesAll() ? null : spec.filter(),
        partitions);
  }

  /** Returns why a start that would repeat this delivery is refused. */
  String refusal(String target) {
    return "replay %s (%s, started by %s at %s) has delivered offsets of this plan into target '%s' before, and this replay would deliver them again: choose another range or target, or send again: true (--again) to deliver them again"
        .formatted(
            replay,
            state,
            startedBy == null ? "an unknown operator" : startedBy,
            startedAt,
            target);
  }
}
