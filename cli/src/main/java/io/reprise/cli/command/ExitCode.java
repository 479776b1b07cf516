package io.reprise.cli.command;

/** The exit codes of {@code reprise}. Scripts depend on the numbers. */
public enum ExitCode {
  /** The command did what it was asked to do. */
  DONE(0),
  /** The command failed, or the command is a check and found a fault. */
  FAILED(1),
  /** The command line or a file named in it is not valid. */
  USAGE(2),
  /** The request is valid and was refused; nothing was changed. */
  REFUSED(3),
  /** The replay, topic, key or other thing that was named does not exist. */
  NOT_FOUND(4),
  /** A service or Kafka could not be reached, or is too busy; a retry may succeed. */
  UNREACHABLE(5),
  /**
   * Whether the request was carried out is not known. Read the state of what was to be changed
   * before you repeat the command.
   */
  OUTCOME_UNKNOWN(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Returns the exit code for an HTTP status that reports a failure. */
  public static ExitCode ofStatus(int status) {
    return switch (status) {
      case 400, 405, 406, 413, 415 -> USAGE;
      case 404 -> NOT_FOUND;
      case 401, 403, 409, 422 -> REFUSED;
      case 429, 502, 503 -> UNREACHABLE;
      case 504 -> OUTCOME_UNKNOWN;
      default -> FAILED;
    };
  }
}
