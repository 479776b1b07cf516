package io.reprise.launcher.bench.peer;

import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code kafka-consumer-perf-test}: one thread, one consumer, the memory its script gives it. */
public final class ConsumerPerformance implements AutoCloseable {
  public static final String NAME = "ConsumerPerformance";

  private static final List<String> SCRIPT_OPTIONS =
      List.of(
          "-Xmx512M",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent");
  private static final int MEGABYTES_PER_SECOND = 3;
  private static final int RECORDS = 4;

  private final ToolProcess tool;
  private final String bootstrapServers;

  public ConsumerPerformance(String bootstrapServers, Path directory) {
    this.bootstrapServers = bootstrapServers;
    this.tool =
        ToolProcess.start(
            "org.apache.kafka.tools.ConsumerPerformance",
            SCRIPT_OPTIONS,
            PeerClassPath.read(),
            directory.resolve("consumer-performance.log"));
  }

  /**
   * Reads a topic from its start with a group of its own.
   *
   * @return the rate it reports over its whole time, in MiB of keys and values a second
   */
  public double mebibytesPerSecond(String topic, long records) {
    var printed =
        tool.run(
            List.of(
                "--bootstrap-server",
                bootstrapServers,
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--hide-header",
                "--timeout",
                "30000"));
    var fields = printed.isEmpty() ? new String[0] : printed.get(printed.size() - 1).split(", ");
    if (fields.length <= RECORDS || Long.parseLong(fields[RECORDS].strip()) < records) {
      throw new CommandFailure(
          ExitCode.FAILED,
          String.format(Locale.ROOT, "%s read less than %d records: %s", NAME, records, printed));
    }
    return Double.parseDouble(fields[MEGABYTES_PER_SECOND].strip());
  }

  @Override
  public void close() {
    tool.close();
  }
}
