package io.reprise.cli.command;

/** How a command went. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  REFUSED(3),
  NOT_FOUND(4),
  UNREACHABLE(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The code for an HTTP status that is no success. */
  public static ExitCode ofStatus(int status) {
    return switch (status) {
      case 400, 405, 406, 413, 415 -> USAGE;
      case 404 -> NOT_FOUND;
      case 401, 403, 409, 422 -> REFUSED;
      case 429, 502, 503 -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
