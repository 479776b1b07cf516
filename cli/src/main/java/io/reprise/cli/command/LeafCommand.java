package io.reprise.cli.command;

import io.reprise.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that performs an action and prints its result in the format of {@code -o}. */
@Command(
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class)
public abstract class LeafCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  protected final Output output() {
    return output;
  }

  /** Performs the action. Expected failures are thrown as {@link CommandFailure}. */
  protected abstract ExitCode run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    return run().code();
  }
}
