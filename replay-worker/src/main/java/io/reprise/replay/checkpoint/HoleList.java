package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The holes of a shard: offsets without a record. All holes are counted by reason, but only the
 * first 32 runs are listed. The list is bounded because a transactional source has a hole for every
 * commit.
 *
 * @param listed the first runs of holes, in offset order; adjacent holes with the same reason are
 *     one run
 * @param offsets the number of holes for each reason, including the holes that are not listed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HoleList(List<Hole> listed, Map<HoleReason, Long> offsets) {
  private static final int MOST_LISTED = 32;

  public static final HoleList NONE = new HoleList(List.of(), Map.of());

  public HoleList {
    listed = listed == null ? List.of() : List.copyOf(listed);
    offsets = offsets == null ? Map.of() : Map.copyOf(offsets);
  }

  /**
   * Returns this list with one more run of holes. The run must begin after all holes of this list.
   */
  public HoleList plus(OffsetRange hole, HoleReason reason) {
    var counts = new EnumMap<HoleReason, Long>(HoleReason.class);
    counts.putAll(offsets);
    counts.merge(reason, hole.span(), Long::sum);
    return new HoleList(listedWith(new Hole(hole, reason)), counts);
  }

  private List<Hole> listedWith(Hole hole) {
    if (!listed.isEmpty()) {
      int last = listed.size() - 1;
      var previous = listed.get(last);
      if (previous.reason() == hole.reason() && previous.offsets().to() == hole.offsets().from()) {
        var merged = new ArrayList<>(listed.subList(0, last));
        var joined = new OffsetRange(previous.offsets().from(), hole.offsets().to());
        merged.add(new Hole(joined, hole.reason()));
        return merged;
      }
    }
    if (listed.size() >= MOST_LISTED) {
      return listed;
    }
    var longer = new ArrayList<>(listed);
    Collections.addAll(longer, hole);
    return longer;
  }
}
