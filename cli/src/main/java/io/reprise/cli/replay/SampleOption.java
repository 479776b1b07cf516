package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --sample} of a plan: how many records of the plan are shown. */
final class SampleOption {
  private static final int DEFAULT = 10;
  private static final int MOST = 50;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Show up to N records that the filter selects, and up to N that it does not, at most 50"
              + " (default: 10 if there is a filter or a transform, otherwise 0). With 0, no record"
              + " is read.")
  private @Nullable Integer records;

  /**
   * Requests a sample of the records of a plan. The sample is an addition to the plan: if the
   * worker cannot read it or the operator may not, prints the reason and returns null.
   *
   * @return null also if no sample is wanted or the plan has no offset
   * @throws CommandFailure if the value of the option is not valid
   */
  @Nullable JsonNode of(ObjectNode spec, JsonNode plan, WorkerClient worker, Output output) {
    int wanted = wanted(plan);
    if (wanted == 0 || plan.path("records").asLong() == 0) {
      return null;
    }
    try {
      return worker.sample(pinned(spec, plan), wanted);
    } catch (CommandFailure e) {
      output.say("the plan is shown without a sample: " + e.getMessage());
      return null;
    }
  }

  private int wanted(JsonNode plan) {
    if (records == null) {
      boolean isWhole = ReplayViews.filter(plan.at("/spec/filter")).isEmpty();
      return isWhole && !plan.path("spec").has("transforms") ? 0 : DEFAULT;
    }
    if (records < 0 || records > MOST) {
      throw new CommandFailure(
          ExitCode.USAGE, "--sample %d: give a number from 0 to %d".formatted(records, MOST));
    }
    return records;
  }

  /**
   * Returns the spec with the offsets of the plan in the place of times and {@code latest}, so that
   * the sample is of this plan, and no time is resolved again.
   */
  private static ObjectNode pinned(ObjectNode spec, JsonNode plan) {
    var pinned = spec.deepCopy();
    var from = pinned.withObject("/source").putObject("from");
    var to = pinned.withObject("/source").putObject("to");
    for (var planned : plan.path("partitions")) {
      var partition = planned.path("partition").asText();
      from.set(partition, planned.at("/range/from"));
      to.set(partition, planned.at("/range/to"));
    }
    return pinned;
  }
}
