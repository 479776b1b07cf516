package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs {@code kafka-producer-perf-test} with one producer and acks=all. Confined to one thread; the
 * caller closes it.
 */
public final class ProducerPerformance implements AutoCloseable {
  public static final String NAME = "ProducerPerformance";

  private static final Pattern RESULT =
      Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec .* 99\\.9th\\.");

  private final ToolProcess tool;
  private final String bootstrapServers;

  public ProducerPerformance(String bootstrapServers, Path directory) {
    this.bootstrapServers = bootstrapServers;
    this.tool =
        ToolProcess.start(
            "org.apache.kafka.tools.ProducerPerformance",
            List.of("-Xmx512M", "-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"),
            PeerClassPath.read(),
            directory.resolve("producer-performance.log"));
  }

  /**
   * Sends records as fast as possible and returns the rate that the tool reports over its whole
   * time.
   */
  public double recordsPerSecond(String topic, int records, int bytes) {
    var printed =
        tool.run(
            List.of(
                "--bootstrap-server",
                bootstrapServers,
                "--topic",
                topic,
                "--num-records",
                Integer.toString(records),
                "--record-size",
                Integer.toString(bytes),
                "--throughput",
                "-1",
                "--command-property",
                "acks=all"));
    return printed.stream()
        .map(RESULT::matcher)
        .filter(m -> m.matches() && Integer.parseInt(m.group(1)) == records)
        .mapToDouble(m -> Double.parseDouble(m.group(2)))
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure(ExitCode.FAILED, NAME + " reported no result: " + printed));
  }

  @Override
  public void close() {
    tool.close();
  }
}
