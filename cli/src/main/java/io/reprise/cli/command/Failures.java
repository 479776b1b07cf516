package io.reprise.cli.command;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.http.PortTakenException;
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
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

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
      return end(command, ExitCode.UNREACHABLE, "Kafka did not answer: " + e.getMessage());
    }
    if (e instanceof KafkaException && e.getCause() != null) {
      return end(command, ExitCode.FAILED, e.getMessage() + ": " + e.getCause().getMessage());
    }
    LOG.error("command failed unexpectedly command={}", command.getCommandName(), e);
    return end(command, ExitCode.FAILED, "unexpected failure: " + sentence(e));
  }

  /**
   * Returns the message for an unexpected exception. The message omits the exception's class, which
   * is only logged.
   */
  private static String sentence(Exception e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? "an exception without a message; the log has the details"
        : e.getMessage();
  }

  private static int end(CommandLine command, ExitCode code, @Nullable String message) {
    command.getErr().println("reprise: " + message);
    return code.code();
  }

  /** Prints what is wrong with a command line, similar options if any, and where to find help. */
  public static int usage(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    command.getErr().println("reprise: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    if (e.getMessage() != null && e.getMessage().startsWith("a subcommand is missing")) {
      command.usage(command.getErr());
    } else {
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE.code();
  }
}
