package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that decides about one replay that waits for an approval. */
abstract class ApprovalDecisionCommand extends ReplayIdCommand {
  @Option(
      names = "--plan",
      paramLabel = "HASH",
      required = true,
      description =
          "The hash of the plan that you have read, or its first 8 or more digits. The decision is"
              + " refused if the replay has another plan. `reprise replay describe` shows the"
              + " plan.")
  private String planHash = "";

  final String planHash() {
    return planHash;
  }

  /** Sends the decision and returns the replay after it. */
  abstract JsonNode decide();

  @Override
  protected ExitCode run() {
    output().one(decide(), ReplayViews.REPLAY);
    return ExitCode.DONE;
  }

  /** Implements {@code reprise approvals approve}. */
  @Command(
      name = "approve",
      description =
          "Approves a replay that another person has requested, which starts it. Needs the action"
              + " approve on its topic and target.")
  static final class Approve extends ApprovalDecisionCommand {
    @Override
    JsonNode decide() {
      return worker().approve(id(), planHash());
    }
  }

  /** Implements {@code reprise approvals refuse}. */
  @Command(
      name = "refuse",
      description =
          "Refuses a replay that another person has requested, which cancels it. Needs the action"
              + " approve on its topic and target.")
  static final class Refuse extends ApprovalDecisionCommand {
    @Option(
        names = "--comment",
        paramLabel = "TEXT",
        required = true,
        description = "Why you refuse the replay. Shown to the person who has requested it.")
    private String comment = "";

    @Override
    JsonNode decide() {
      return worker().refuse(id(), planHash(), comment);
    }
  }
}
