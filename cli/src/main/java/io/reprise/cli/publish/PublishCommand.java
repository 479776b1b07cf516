package io.reprise.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.argument.TextFile;
import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise publish}. */
@Command(
    name = "publish",
    description =
        "Publishes CloudEvents through the ingest service, either from a file or as generated"
            + " examples.")
public final class PublishCommand extends LeafCommand {
  private static final int LARGEST_BATCH = 1_000;
  private static final List<TableColumn> ANSWERS =
      List.of(
          TableColumn.of("STATUS", "status"),
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("OFFSET", "offset"),
          TableColumn.of("DUPLICATE", "duplicate"),
          TableColumn.of("PROBLEM", "problem.detail"));
  private static final List<TableColumn> COUNTS =
      List.of(TableColumn.of("published", "published"), TableColumn.of("topic", "topic"));

  @Mixin private IngestOption ingest = new IngestOption();

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The topic to publish to.")
  private String topic;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "Publish the CloudEvent, or the array of CloudEvents, in this JSON file. With - as FILE,"
              + " read standard input instead.")
  private @Nullable String file;

  @Option(names = "--count", paramLabel = "N", description = "Publish N generated example events.")
  private @Nullable Integer count;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "With --count: how many different users the generated events have (default: 100).")
  private int users;

  @Override
  protected ExitCode run() throws IOException {
    if ((file == null) == (count == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give exactly one of --file and --count");
    }
    return count == null ? publishFile() : publishExamples(count);
  }

  private ExitCode publishExamples(int number) {
    requirePositive("--count", number);
    requirePositive("--users", users);
    long stored;
    try (var progress = new ProgressDisplay("published", number)) {
      var events = new ExampleEvents("/reprise/publish/" + UUID.randomUUID(), users);
      stored = new BatchPublisher(ingest.client(), topic).publish(events, 0, number, progress::at);
    }
    var counts = Json.json().createObjectNode().put("published", stored).put("topic", topic);
    output().one(counts, COUNTS);
    return ExitCode.DONE;
  }

  private static void requirePositive(String option, int number) {
    if (number < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s %d: must be at least 1".formatted(option, number));
    }
  }

  private ExitCode publishFile() throws IOException {
    var events = read();
    if (events.size() > LARGEST_BATCH) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s holds %d events, and one command publishes at most %d: split the file"
              .formatted(file, events.size(), LARGEST_BATCH));
    }
    var answers = ingest.client().publish(topic, events);
    output().list(answers, ANSWERS);
    for (var answer : answers) {
      if (!answer.path("status").asText().equals("stored")) {
        return ExitCode.REFUSED;
      }
    }
    return ExitCode.DONE;
  }

  private ArrayNode read() throws IOException {
    try {
      JsonNode tree =
          "-".equals(file)
              ? Json.json().readTree(System.in)
              : Json.json().readTree(TextFile.read(Path.of(String.valueOf(file))));
      if (tree.isMissingNode()) {
        throw new CommandFailure(ExitCode.USAGE, "standard input is empty: send an event as JSON");
      }
      return tree instanceof ArrayNode array ? array : IngestClient.batch().add(tree);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " is not JSON: " + JsonFault.of(e).sentence(), e);
    }
  }
}
