package io.reprise.local.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a part at one moment.
 *
 * @param part name of the part
 * @param pid the process; null before the first start, and for a setup step
 * @param since when the part entered its state
 * @param restarts how often the part was started again after an end
 * @param took time from the start of the process until it accepted requests; null unless the part
 *     is {@link PartState#READY}
 * @param reason why the newest process that has ended has ended; null if none has
 * @param lastLines the last lines of the log of that process
 * @param backOff time until the part is started again; null unless the part is {@link
 *     PartState#ENDED}
 */
public record PartStatus(
    String part,
    PartState state,
    @Nullable Long pid,
    Instant since,
    int restarts,
    @Nullable Duration took,
    @Nullable String reason,
    List<String> lastLines,
    @Nullable Duration backOff) {

  static PartStatus waiting(String part, Instant now) {
    return new PartStatus(part, PartState.WAITING, null, now, 0, null, null, List.of(), null);
  }

  PartStatus starting(@Nullable Long process, Instant now) {
    return new PartStatus(
        part, PartState.STARTING, process, now, restarts, null, reason, lastLines, null);
  }

  PartStatus late(Instant now) {
    return new PartStatus(part, PartState.LATE, pid, now, restarts, null, reason, lastLines, null);
  }

  PartStatus ready(Duration after, Instant now) {
    return new PartStatus(
        part, PartState.READY, pid, now, restarts, after, reason, lastLines, null);
  }

  PartStatus ended(String why, List<String> lines, Duration next, Instant now) {
    return new PartStatus(
        part, PartState.ENDED, pid, now, restarts + 1, null, why, List.copyOf(lines), next);
  }

  PartStatus stopped(Instant now) {
    return new PartStatus(
        part, PartState.STOPPED, pid, now, restarts, null, reason, lastLines, null);
  }
}
