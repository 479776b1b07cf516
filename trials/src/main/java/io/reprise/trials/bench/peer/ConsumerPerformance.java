package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs several processes of {@code kafka-consumer-perf-test} at the same time. Each process is a
 * JVM with the memory settings of Kafka's script, and has one consumer with one thread. Confined to
 * one thread; the caller closes it.
 */
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

  private static final int MEBIBYTES_PER_SECOND = 3;
  private static final int RECORDS_PER_SECOND = 5;

  private final List<ToolProcess> tools = new ArrayList<>();
  private final String bootstrapServers;

  /**
   * Starts the JVMs of the consumers.
   *
   * @param consumers the number of concurrent consumers
   */
  public ConsumerPerformance(String bootstrapServers, int consumers, Path directory) {
    this.bootstrapServers = bootstrapServers;
    for (int i = 0; i < consumers; i++) {
      tools.add(
          ToolProcess.start(
              "org.apache.kafka.tools.ConsumerPerformance",
              SCRIPT_OPTIONS,
              PeerClassPath.read(),
              directory.resolve("consumer-performance-" + i + ".log")));
    }
  }

  /**
   * Reads the given number of records in total. Each consumer has its own group, begins at the
   * topic's start, and reads an equal number of records.
   *
   * @return the sum of the rates that the consumers report over their whole time, in MiB of keys
   *     and values per second
   */
  public double mebibytesPerSecond(String topic, long records) {
    return sum(topic, records, MEBIBYTES_PER_SECOND);
  }

  /** Measures like {@link #mebibytesPerSecond}, but returns the rate in records per second. */
  public double recordsPerSecond(String topic, long records) {
    return sum(topic, records, RECORDS_PER_SECOND);
  }

  private double sum(String topic, long records, int field) {
    long each = records / tools.size();
    tools.forEach(tool -> tool.begin(arguments(topic, each)));
    return tools.stream().mapToDouble(tool -> rate(tool.awaitEnd(), each, field)).sum();
  }

  private List<String> arguments(String topic, long records) {
    return List.of(
        "--bootstrap-server",
        bootstrapServers,
        "--topic",
        topic,
        "--num-records",
        Long.toString(records),
        "--hide-header",
        "--timeout",
        "30000");
  }

  /**
   * Returns one field of the last line that the tool printed. The fields of the line are: start,
   * end, MiB, MiB/s, records, records/s, and more.
   */
  private static double rate(List<String> printed, long wanted, int field) {
    var fields = printed.isEmpty() ? new String[0] : printed.get(printed.size() - 1).split(", ");
    if (fields.length <= RECORDS_PER_SECOND || Long.parseLong(fields[4].strip()) < wanted) {
      throw new CommandFailure(
          ExitCode.FAILED,
          String.format(Locale.ROOT, "%s read less than %d records: %s", NAME, wanted, printed));
    }
    return Double.parseDouble(fields[field].strip());
  }

  @Override
  public void close() {
    tools.forEach(ToolProcess::close);
  }
}
