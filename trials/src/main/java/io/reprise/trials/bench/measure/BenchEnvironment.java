package io.reprise.trials.bench.measure;

import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The directory, limits and output of one bench.
 *
 * @param directory a temporary directory for this bench only
 * @param effort how long the bench may take
 * @param heapRecords the size of the large topic for memory measurements, in records
 * @param overheadLimit how long all measurements of the overhead may take together
 * @param narrate receives progress lines for the terminal
 */
public record BenchEnvironment(
    Path directory,
    BenchEffort effort,
    int heapRecords,
    Duration overheadLimit,
    Consumer<String> narrate) {

  /**
   * Returns settings of a stack on free ports. The stack's data is stored in this bench's directory
   * and survives restarts of the stack. Services compile their code as in production.
   */
  public StackSettings stack(Map<String, TargetConfig> targets) {
    return StackSettings.of(directory.resolve("stack"), StackPorts.free(), targets).withPeakSpeed();
  }

  public void say(String format, Object... facts) {
    narrate.accept(String.format(java.util.Locale.ROOT, format, facts));
  }
}
