package io.reprise.cli.command;

import io.reprise.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that does something and prints it. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public abstract class LeafCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  protected final Output output() {
    return output;
  }

  /** Does it. Failures are {@link CommandFailure}s. */
  protected abstract ExitCode run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    return run().code();
  }
}
