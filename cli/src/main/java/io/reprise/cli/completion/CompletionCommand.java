package io.reprise.cli.completion;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code reprise completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class,
    description = {
      "Prints the script that completes command lines in a shell: commands, options and values, also"
          + " topics, ids of replays, targets and contexts.",
      "For bash, add the line `source <(reprise completion bash)` to ~/.bashrc. For zsh, add `source"
          + " <(reprise completion zsh)` to ~/.zshrc."
    })
public final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "The shell: bash or zsh.")
  private String shell = "";

  /** The values of SHELL as completion offers them. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SHELLS.iterator();
    }
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is not a shell that can be completed: give bash or zsh".formatted(shell));
    }
    var out = spec.commandLine().getOut();
    out.print(CompletionScript.of(spec.root()));
    out.flush();
    return ExitCode.DONE.code();
  }
}
