package io.reprise.cli.command;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.http.PortTakenException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions of commands into one sentence on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler {
  /**
   * Holds the logger in a class of its own. Java then loads the logging library only when a command
   * fails unexpectedly.
   */
  private static final class UnexpectedFailures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private UnexpectedFailures() {}
  }

  private static final String INTERNAL = "an internal error without a message for operators";

  /**
   * Matches the names of exceptions at the beginning of a message, as {@code Throwable.toString}
   * writes them.
   */
  private static final Pattern EXCEPTIONS =
      Pattern.compile("^(?:(?:[a-z]\\w*\\.){2,}[A-Z]\\w*(?:Exception|Error)(?:: |$))+");

  /** Matches the name of a class of the JDK, of a library or of Reprise. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:java|javax|jdk|org|com|io|picocli)\\.(?:[a-z]\\w*\\.)*[A-Z]\\w*");

  private final Predicate<CommandLine> hidesStackTraces;

  /**
   * Creates a handler that logs unexpected exceptions at the level ERROR, with their stack traces.
   */
  public Failures() {
    this(command -> false);
  }

  /**
   * Creates a handler.
   *
   * @param hidesStackTraces returns true for a command whose unexpected exceptions are logged at
   *     the level DEBUG only. The log is on stderr, where the operator would see a stack trace
   */
  public Failures(Predicate<CommandLine> hidesStackTraces) {
    this.hidesStackTraces = hidesStackTraces;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      return end(command, failure.exitCode(), failure.getMessage());
    }
    if (e instanceof ConfigException) {
      return end(command, ExitCode.USAGE, e.getMessage());
    }
    if (e instanceof PortTakenException) {
      return end(command, ExitCode.FAILED, e.getMessage());
    }
    if (e instanceof RetriableException || e.getCause() instanceof RetriableException) {
      return end(command, ExitCode.UNREACHABLE, "Kafka did not answer: " + message(e));
    }
    if (e instanceof KafkaException && e.getCause() != null) {
      return end(command, ExitCode.FAILED, message(e) + ": " + message(e.getCause()));
    }
    return unexpected(e, command);
  }

  private int unexpected(Exception e, CommandLine command) {
    var name = command.getCommandName();
    if (!hidesStackTraces.test(command)) {
      UnexpectedFailures.LOG.error("command failed unexpectedly command={}", name, e);
      return end(command, ExitCode.FAILED, "unexpected failure: " + sentence(e));
    }
    UnexpectedFailures.LOG.debug("command failed unexpectedly command={}", name, e);
    return end(
        command,
        ExitCode.FAILED,
        "unexpected failure: %s (REPRISE_LOG_LEVEL=DEBUG logs the details)".formatted(sentence(e)));
  }

  /**
   * Returns the message of an unexpected exception. If the message contains the name of a class,
   * returns a general sentence instead, because the name of a class tells an operator nothing.
   */
  private static String sentence(Exception e) {
    var message = message(e);
    return CLASS_NAME.matcher(message).find() ? INTERNAL : message;
  }

  /** Returns the message of an exception without the names of exceptions at its beginning. */
  private static String message(Throwable e) {
    var message = e.getMessage() == null ? "" : EXCEPTIONS.matcher(e.getMessage()).replaceFirst("");
    return message.isBlank() ? INTERNAL : message;
  }

  private static int end(CommandLine command, ExitCode code, @Nullable String message) {
    command.getErr().println("reprise: " + message);
    return code.code();
  }

  /** Prints what is wrong with a command line, similar options if any, and where to find help. */
  public static int usage(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    var sentence =
        e instanceof UnmatchedArgumentException unmatched
            ? UnknownWords.sentence(unmatched)
            : e.getMessage();
    command.getErr().println("reprise: " + sentence);
    if (e.getMessage() != null && e.getMessage().startsWith("a subcommand is missing")) {
      command.usage(command.getErr());
    } else {
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE.code();
  }
}
