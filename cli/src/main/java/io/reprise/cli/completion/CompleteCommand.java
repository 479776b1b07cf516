package io.reprise.cli.completion;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.operate.ReservedTopics;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.replay.WorkerOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code reprise complete}, which the script of {@code reprise completion} calls. */
@Command(
    name = "complete",
    hidden = true,
    description =
        "Prints values for the completion of a command line, one on each line. Prints nothing if"
            + " they are not known in time.")
public final class CompleteCommand extends LeafCommand {
  /** Other names would have to be quoted on a command line. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]+");

  @Spec private CommandSpec spec;
  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(
      paramLabel = "SOURCE",
      description = "The kind of values: topics, replays, targets or contexts.")
  private CompletionSource source;

  @Option(
      names = "--within",
      paramLabel = "MILLISECONDS",
      defaultValue = "700",
      description = "Print nothing if the values are not known within this time (default: 700).")
  private long millis = 700;

  @Override
  protected ExitCode run() throws InterruptedException {
    var values = new FutureTask<>(this::values);
    var asking = new Thread(values, "complete-" + source.word());
    asking.setDaemon(true);
    asking.start();
    try {
      values.get(millis, TimeUnit.MILLISECONDS).stream()
          .filter(value -> SAFE.matcher(value).matches())
          .forEach(output().out()::println);
      output().out().flush();
    } catch (ExecutionException | TimeoutException e) {
      // The user is typing a command line: an error in the midst of it would help nobody.
      return ExitCode.DONE;
    }
    return ExitCode.DONE;
  }

  private List<String> values() {
    return switch (source) {
      case TOPICS -> topics();
      case REPLAYS -> replays();
      case TARGETS -> texts(workers.client().targets(), "name");
      case CONTEXTS -> contexts();
    };
  }

  private List<String> topics() {
    var all = texts(workers.client().topics(), "topic");
    var names = new HashSet<>(all);
    return all.stream()
        .filter(topic -> ReservedTopics.purpose(topic, "", names).isEmpty())
        .toList();
  }

  private List<String> replays() {
    var ids = new ArrayList<>(List.of("latest"));
    ids.addAll(texts(workers.client().list("?limit=50").path("replays"), "id"));
    return ids;
  }

  private List<String> contexts() {
    return List.copyOf(AddressOption.of(spec).file().read().contexts().keySet());
  }

  private static List<String> texts(JsonNode items, String field) {
    var texts = new ArrayList<String>();
    items.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
