package io.reprise.archiver.trim;

import io.reprise.store.archive.log.PartitionArchive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far one partition may be trimmed.
 *
 * @param before offsets below it may go: where a segment ends, and below all limits
 * @param limit what keeps it from being higher
 */
public record TrimTarget(long before, TrimLimit limit) {

  /**
   * @param archive verified segments, folded from the commit log
   * @param others what else keeps offsets in Kafka: the hot window, live groups
   */
  public static TrimTarget of(PartitionArchive archive, List<TrimLimit> others) {
    var limits = new ArrayList<>(others);
    limits.add(new TrimLimit(archive.covered().to(), "the archive's end"));
    archive.holds().forEach(h -> limits.add(new TrimLimit(h.from(), "hold " + h.id())));
    var lowest = limits.stream().min(Comparator.comparingLong(TrimLimit::below)).orElseThrow();
    return new TrimTarget(lastCutBelow(archive, lowest.below()), lowest);
  }

  /** How far it might be trimmed if all holds were lifted; whether they are, only the log says. */
  public static long withoutHolds(PartitionArchive archive, List<TrimLimit> others) {
    long lowest = others.stream().mapToLong(TrimLimit::below).min().orElse(Long.MAX_VALUE);
    return lastCutBelow(archive, lowest);
  }

  private static long lastCutBelow(PartitionArchive archive, long limit) {
    long before = archive.trimIntent();
    for (var segment : archive.segments()) {
      if (segment.range().to() <= limit) {
        before = Math.max(before, segment.range().to());
      }
    }
    return before;
  }
}
