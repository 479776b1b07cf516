package io.reprise.cli.completion;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Implements {@code reprise generate-completion}, the name that {@code reprise completion} had. The
 * start files of shells may still call it.
 */
@Command(
    name = "generate-completion",
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints the script that completes command lines in bash and zsh. New name: reprise"
            + " completion.")
public final class GenerateCompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(CompletionScript.of(spec.root()));
    out.flush();
    return ExitCode.DONE.code();
  }
}
