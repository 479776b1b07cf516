package io.reprise.trials.bench.measure;

import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a bench may work.
 *
 * @param directory throwaway, its own
 * @param effort how long it may take
 * @param heapRecords how many make a large topic where memory is measured
 * @param narrate told what is going on, for people
 */
public record BenchEnvironment(
    Path directory, BenchEffort effort, int heapRecords, Consumer<String> narrate) {

  /** A stack on free ports that keeps its data in this room, however often it is started. */
  public StackSettings stack(Map<String, TargetConfig> targets) {
    return StackSettings.of(directory.resolve("stack"), StackPorts.free(), targets);
  }

  public void say(String format, Object... facts) {
    narrate.accept(String.format(java.util.Locale.ROOT, format, facts));
  }
}
