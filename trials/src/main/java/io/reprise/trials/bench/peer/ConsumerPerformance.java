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
  private static final int RECORDS = 4;
  private static final int RECORDS_PER_SECOND = 5;
  private static final int MEBIBYTES_PER_SECOND_AFTER_JOIN = 8;

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
   * topic's start, and reads an equal number of records. Returns the sum of the rates that the
   * consumers report.
   */
  public ConsumerRates read(String topic, long records) {
    long each = records / tools.size();
    tools.forEach(tool -> tool.begin(arguments(topic, each)));
    return tools.stream()
        .map(tool -> rates(tool.awaitEnd(), each))
        .reduce(ConsumerRates.NONE, ConsumerRates::plus);
  }

  /**
   * Reads as {@link #read} does, and returns MiB per second over the whole time, summed over the
   * consumers.
   */
  public double mebibytesPerSecond(String topic, long records) {
    return read(topic, records).mebibytesPerSecond();
  }

  /**
   * Reads as {@link #read} does, and returns records per second over the whole time, summed over
   * the consumers.
   */
  public double recordsPerSecond(String topic, long records) {
    return read(topic, records).recordsPerSecond();
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
   * Returns the rates in the last line that the tool printed. The fields of the line are: start,
   * end, MiB, MiB/s, records, records/s, milliseconds until the group was joined, milliseconds
   * after that, MiB/s after that, records/s after that.
   */
  private static ConsumerRates rates(List<String> printed, long wanted) {
    var fields = printed.isEmpty() ? new String[0] : printed.get(printed.size() - 1).split(", ");
    if (fields.length <= MEBIBYTES_PER_SECOND_AFTER_JOIN
        || Long.parseLong(fields[RECORDS].strip()) < wanted) {
      throw new CommandFailure(
          ExitCode.FAILED,
          String.format(Locale.ROOT, "%s read less than %d records: %s", NAME, wanted, printed));
    }
    return new ConsumerRates(
        Double.parseDouble(fields[MEBIBYTES_PER_SECOND].strip()),
        Double.parseDouble(fields[RECORDS_PER_SECOND].strip()),
        Double.parseDouble(fields[MEBIBYTES_PER_SECOND_AFTER_JOIN].strip()));
  }

  @Override
  public void close() {
    tools.forEach(ToolProcess::close);
  }
}
