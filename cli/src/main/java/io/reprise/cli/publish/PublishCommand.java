package io.reprise.cli.publish;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
            + " examples. The exit code is 3 if an event was rejected, and 6 if the outcome of an"
            + " event is unknown: publish such an event again, it is stored once.")
public final class PublishCommand extends LeafCommand {
  private static final String STANDARD_INPUT = "-";
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
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
          "Publish the CloudEvents in this file: one event, one event on each line (NDJSON), or an"
              + " array of at most 1,000 events. With - as FILE, read standard input instead.")
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

  @Option(
      names = "--verbose",
      description =
          "With --file: print a line for every event, as -o wide does. By default the table shows only the events"
              + " that were not stored, and the totals.")
  private boolean isVerbose;

  @Override
  protected ExitCode run() throws IOException {
    if ((file == null) == (count == null)) {
      throw new CommandFailure(ExitCode.USAGE, "give exactly one of --file and --count");
    }
    return file != null ? publishFile(file) : publishExamples(Objects.requireNonNull(count));
  }

  private ExitCode publishExamples(int number) {
    requirePositive("--count", number);
    requirePositive("--users", users);
    long stored;
    try (var notice = notice();
        var progress = new ProgressDisplay("published", number)) {
      var events = new ExampleEvents("/reprise/publish/" + UUID.randomUUID(), users);
      notice.waiting();
      stored =
          new BatchPublisher(client(notice), topic)
              .publish(
                  events,
                  0,
                  number,
                  published -> {
                    notice.waiting();
                    progress.at(published);
                  });
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

  private ExitCode publishFile(String from) throws IOException {
    try (var input = open(from);
        var notice = notice();
        var answers = answers()) {
      try {
        publish(input, client(notice), notice, answers);
      } catch (CommandFailure e) {
        if (answers.count() > 0) {
          output().say("before the failure, " + answers.summary());
        }
        throw e;
      }
      return answers.end();
    }
  }

  private void publish(
      EventInput input, IngestClient client, WaitNotice notice, AnswerPrinter answers)
      throws IOException {
    for (var events = input.next(); !events.isEmpty(); events = input.next()) {
      notice.waiting();
      var answer = client.publish(topic, events);
      notice.answered();
      answers.print(events, answer);
    }
  }

  private AnswerPrinter answers() {
    return isVerbose || output().isWide()
        ? AnswerPrinter.ofAll(topic, output())
        : AnswerPrinter.ofRefusals(topic, output());
  }

  private WaitNotice notice() {
    return new WaitNotice(output()::say, () -> ingest.client().health()).start();
  }

  private IngestClient client(WaitNotice notice) {
    return ingest.client(CONNECT_LIMIT, notice::retrying);
  }

  private static EventInput open(String from) throws IOException {
    return from.equals(STANDARD_INPUT)
        ? new EventInput("standard input", System.in)
        : new EventInput(from, TextFile.open(Path.of(from)));
  }
}
