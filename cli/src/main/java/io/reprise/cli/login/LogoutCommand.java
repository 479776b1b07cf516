package io.reprise.cli.login;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.signin.SignIn;
import picocli.CommandLine.Command;

/** Implements {@code reprise logout}. */
@Command(
    name = "logout",
    description =
        "Removes the tokens of a context from this machine. A copy of a token is valid until it"
            + " expires: the issuer is not told.")
public final class LogoutCommand extends SignInCommand {
  @Override
  protected ExitCode run() {
    var name = contextName();
    var file = signInFile(name);
    var before = file.read();
    before.map(SignIn::withoutTokens).ifPresent(file::write);
    boolean hadTokens = before.filter(it -> !it.equals(it.withoutTokens())).isPresent();
    output()
        .say(
            hadTokens
                ? "removed the tokens of context %s from %s".formatted(name, file.path())
                : "nobody was signed in to context " + name);
    return ExitCode.DONE;
  }
}
