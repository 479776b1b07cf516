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

/** Implements {@code reprise topics doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks whether the newest events of each partition are in the partition that Kafka's Java"
          + " client chooses for their key (murmur2).",
      "Another partitioner can spread a user's events over several partitions, which breaks their"
          + " order. Exits with 1 if an event is in another partition."
    })
final class TopicDoctorCommand extends LeafCommand {
  private static final int PAGE = 1_000;
  private static final List<TableColumn> FINDINGS =
      List.of(
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("CHECKED", "checked"),
          TableColumn.of("WITHOUT KEY", "withoutKey"),
          TableColumn.of("MISPLACED", "misplaced"),
          TableColumn.of("EXAMPLE", "example"));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "TOPIC", description = "The name of the topic.")
  private String topic;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many of the newest events of each partition to check (default: 1000).")
  private int sample;

  @Override
  protected ExitCode run() {
    var worker = workers.client();
    var partitions = worker.topic(topic).path("partitions");
    var findings = Json.json().createArrayNode();
    long misplaced = 0;
    for (var partition : partitions) {
      long end = partition.path("committedEnd").asLong();
      long start = Math.max(partition.path("logStart").asLong(), end - sample);
      var finding = new Finding(partition.path("partition").asInt(), partitions.size());
      check(worker, finding, start, end);
      misplaced += finding.misplaced;
      findings
          .addObject()
          .put("partition", finding.partition)
          .put("checked", finding.checked)
          .put("withoutKey", finding.withoutKey)
          .put("misplaced", finding.misplaced)
          .put("example", finding.example);
    }
    output().list(findings, FINDINGS);
    if (misplaced > 0) {
      output()
          .say(
              Text.count(misplaced)
                  + " events are not in the partition of their key under murmur2: set the"
                  + " partitioner of their producer to murmur2_random");
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private void check(WorkerClient worker, Finding finding, long start, long end) {
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

  /** The counts of checked and misplaced events of one partition. */
  private static final class Finding {
    private final int partition;
    private final int partitions;
    private long checked;
    private long withoutKey;
    private long misplaced;
    private String example = "";

    Finding(int partition, int partitions) {
      this.partition = partition;
      this.partitions = partitions;
    }

    void note(@org.jspecify.annotations.Nullable String key) {
      checked++;
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
