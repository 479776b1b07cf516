package io.reprise.replay.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.spec.Filter;
import io.reprise.store.PartitionRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ended replay has delivered of the source topic of a redrive into the same target: the
 * records of some ranges that its filter selects, and that have one of its causes. Decides alone
 * whether a record was redriven before, because filters are pure.
 *
 * @param replay id of the earlier replay
 * @param filter the filter of the earlier replay; null if every record passes
 * @param causes the causes that the earlier replay has redriven; empty for all
 * @param ranges the offsets that the earlier replay has passed
 */
public record EarlierRedrive(
    String replay,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Filter filter,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> causes,
    List<PartitionRange> ranges) {

  public EarlierRedrive {
    causes = causes == null ? List.of() : List.copyOf(causes);
    ranges = List.copyOf(ranges);
  }

  /** Returns whether the earlier replay has passed an offset. */
  public boolean contains(int partition, long offset) {
    for (var range : ranges) {
      if (range.partition() == partition && range.range().contains(offset)) {
        return true;
      }
    }
    return false;
  }
}
