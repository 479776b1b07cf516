package io.reprise.launcher.topics;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.cli.Text;
import io.reprise.launcher.cli.Workers;
import io.reprise.launcher.client.WorkerApi;
import io.reprise.runtime.json.Json;
import io.reprise.store.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise topics doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at the newest events of each partition for keys that Kafka's Java partitioner would have",
      "put elsewhere: a producer with another partitioner breaks the order of a user's events."
    })
final class DoctorCommand extends LeafCommand {
  private static final int PAGE = 1_000;
  private static final List<Column> FINDINGS =
      List.of(
          Column.of("PARTITION", "partition"),
          Column.of("LOOKED AT", "lookedAt"),
          Column.of("WITHOUT KEY", "withoutKey"),
          Column.of("MISPLACED", "misplaced"),
          Column.of("EXAMPLE", "example"));

  @Mixin private Workers workers = new Workers();

  @Parameters(paramLabel = "TOPIC", description = "its name")
  private String topic;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description = "how many of the newest events of each partition (default: 1000)")
  private int sample;

  @Override
  protected ExitCode run() {
    var worker = workers.api();
    var partitions = worker.topic(topic).path("partitions");
    var findings = Json.json().createArrayNode();
    long misplaced = 0;
    for (var partition : partitions) {
      long end = partition.path("committedEnd").asLong();
      long start = Math.max(partition.path("logStart").asLong(), end - sample);
      var finding = new Finding(partition.path("partition").asInt(), partitions.size());
      look(worker, finding, start, end);
      misplaced += finding.misplaced;
      findings
          .addObject()
          .put("partition", finding.partition)
          .put("lookedAt", finding.lookedAt)
          .put("withoutKey", finding.withoutKey)
          .put("misplaced", finding.misplaced)
          .put("example", finding.example);
    }
    output().list(findings, FINDINGS);
    if (misplaced > 0) {
      output()
          .say(
              Text.count(misplaced)
                  + " events are not where murmur2 puts their keys: set their producer's partitioner to murmur2_random");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private void look(WorkerApi worker, Finding finding, long start, long end) {
    long next = start;
    while (next < end) {
      var page =
          worker.records(
              topic, finding.partition, "?from=%d&to=%d&limit=%d".formatted(next, end, PAGE));
      page.path("records").forEach(r -> finding.note(r.path("key").asText(null)));
      long reached = page.path("next").asLong();
      if (reached <= next) {
        return;
      }
      next = reached;
    }
  }

  /** What was seen of one partition. */
  private static final class Finding {
    private final int partition;
    private final int partitions;
    private long lookedAt;
    private long withoutKey;
    private long misplaced;
    private String example = "";

    Finding(int partition, int partitions) {
      this.partition = partition;
      this.partitions = partitions;
    }

    void note(@org.jspecify.annotations.Nullable String key) {
      lookedAt++;
      if (key == null) {
        withoutKey++;
        return;
      }
      int home = KeyPartition.of(key.getBytes(StandardCharsets.UTF_8), partitions);
      if (home != partition) {
        misplaced++;
        example = "'%s' belongs to %d".formatted(key, home);
      }
    }
  }
}
