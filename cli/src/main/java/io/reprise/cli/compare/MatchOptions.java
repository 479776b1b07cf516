package io.reprise.cli.compare;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.compare.match.MatchBy;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which records belong together, and what of them is compared. */
final class MatchOptions {
  @ArgGroup(exclusive = true)
  private By by = new By();

  /** How records are put together; at most one may be given. */
  static final class By {
    @Option(
        names = "--key",
        description =
            "Compare the records of each key as a sequence (default, unless --origin is given).")
    private boolean key;

    @Option(
        names = "--origin",
        description =
            "Compare records that are copies of the same event: replays write into a header where"
                + " an event was first stored. A record without this header is its own origin, so"
                + " that a topic can be compared with its replay.")
    private boolean origin;
  }

  @Option(
      names = "--ignore-key",
      description =
          "With --origin: accept another key on the other side. The order of records is not"
              + " compared then.")
  private boolean ignoreKey;

  @Option(
      names = "--ignore",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "FIELD,...",
      description =
          "Do not compare these fields of the decoded values, as in updatedAt,address.street. A"
              + " list stands for its elements (default: all fields are compared).")
  private List<String> ignored = List.of();

  @Option(
      names = "--tolerance",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "FIELD=NUMBER,...",
      description =
          "Accept a difference of at most NUMBER in this field, as in total=0.01 (default: numbers"
              + " must be equal).")
  private List<String> tolerances = List.of();

  @Option(
      names = "--headers",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAME,...",
      description =
          "Compare these headers besides the values. The word none stands for no header (default:"
              + " ce_type, the event's type).")
  private List<String> headers = List.of("ce_type");

  /** Requires that the options fit together. */
  void check() {
    if (ignoreKey && !by.origin) {
      throw new CommandFailure(
          ExitCode.USAGE, "--ignore-key is given without --origin: records are matched by key");
    }
  }

  MatchBy by() {
    return by.origin ? MatchBy.ORIGIN : MatchBy.KEY;
  }

  boolean ignoresKey() {
    return ignoreKey;
  }

  List<String> headers() {
    return headers.equals(List.of("none")) ? List.of() : headers;
  }

  ComparedFields fields() {
    return ComparedFields.parse(ignored, tolerances);
  }
}
