package io.reprise.cli.topics;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.cli.replay.WorkerOption;
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
      "Looks at the newest events of each partition for keys that Kafka's Java partitioner would"
          + " have",
      "put elsewhere: a producer with another partitioner breaks the order of a user's events."
    })
final class TopicDoctorCommand extends LeafCommand {
  private static final int PAGE = 1_000;
  private static final List<TableColumn> FINDINGS =
      List.of(
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("LOOKED AT", "lookedAt"),
          TableColumn.of("WITHOUT KEY", "withoutKey"),
          TableColumn.of("MISPLACED", "misplaced"),
          TableColumn.of("EXAMPLE", "example"));

  @Mixin private WorkerOption workers = new WorkerOption();

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
                  + " events are not where murmur2 puts their keys: set their producer's"
                  + " partitioner to murmur2_random");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private void look(WorkerClient worker, Finding finding, long start, long end) {
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
