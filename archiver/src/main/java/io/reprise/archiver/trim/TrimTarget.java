package io.reprise.archiver.trim;

import io.reprise.store.archive.log.PartitionArchive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The offset up to which one partition may be trimmed.
 *
 * @param before end of the offsets that may be trimmed, exclusive: the highest end of a segment
 *     that all limits allow
 * @param limit the lowest of all limits; it is the reason why {@code before} is not higher
 */
public record TrimTarget(long before, TrimLimit limit) {

  /**
   * Returns the highest target that the archive's end, its holds and the other limits allow.
   *
   * @param archive the segments and holds in the commit log
   * @param others limits of the hot window and of live groups
   */
  public static TrimTarget of(PartitionArchive archive, List<TrimLimit> others) {
    var limits = new ArrayList<>(others);
    limits.add(new TrimLimit(archive.covered().to(), "the archive's end"));
    archive.holds().forEach(h -> limits.add(new TrimLimit(h.from(), "hold " + h.id())));
    var lowest = limits.stream().min(Comparator.comparingLong(TrimLimit::below)).orElseThrow();
    return new TrimTarget(lastCutBelow(archive, lowest.below()), lowest);
  }

  /**
   * Returns the offset up to which the partition could be trimmed if it had no holds. If nothing
   * more could be trimmed even then, the caller need not read the newest holds from the commit log.
   */
  public static long withoutHolds(PartitionArchive archive, List<TrimLimit> others) {
    long lowest = others.stream().mapToLong(TrimLimit::below).min().orElse(Long.MAX_VALUE);
    return lastCutBelow(archive, lowest);
  }

  private static long lastCutBelow(PartitionArchive archive, long limit) {
    long trimmed = archive.trimIntent();
    return Math.max(trimmed, archive.segments().lastEndUpTo(limit).orElse(trimmed));
  }
}
