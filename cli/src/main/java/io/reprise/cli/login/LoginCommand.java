package io.reprise.cli.login;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Context;
import io.reprise.cli.signin.AccessTokens;
import io.reprise.cli.signin.SignIn;
import io.reprise.cli.signin.SignInFile;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.oidc.GrantRefusedException;
import io.reprise.runtime.oidc.IssuerException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise login}. */
@Command(
    name = "login",
    description = {
      "Signs in at an OpenID Connect issuer, and keeps the tokens for the commands of a context.",
      "Prints a URL to open in a browser on this machine, and waits for the answer. With --device,"
          + " the browser can be on any machine. A job signs in with --client-secret-file and"
          + " without a browser. Tokens are renewed before they expire. A second sign-in needs no"
          + " options but --context."
    })
public final class LoginCommand extends SignInCommand {
  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The issuer, exactly as it names itself (default: that of the last sign-in).")
  private @Nullable URI issuer;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description =
          "The id by which the issuer knows this command or job (default: that of the last"
              + " sign-in).")
  private @Nullable String clientId;

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      description =
          "What to ask the issuer for, separated by spaces (default: openid, or nothing for a"
              + " job). Some issuers renew tokens only with offline_access.")
  private @Nullable String scope;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description =
          "Sign in as a job: the file whose first line is the secret of the client. Only the file's"
              + " name is kept.")
  private @Nullable Path clientSecretFile;

  @Option(
      names = "--device",
      description =
          "Print a URL and a code to enter there, in a browser on any machine. The issuer must"
              + " offer the device flow.")
  private boolean device;

  @Option(names = "--no-browser", description = "Do not start a browser; only print the URL.")
  private boolean noBrowser;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait until somebody has signed in (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofMinutes(5);

  @Override
  protected ExitCode run() {
    var name = contextName();
    var file = signInFile(name);
    var wanted = wanted(file);
    try {
      var secretFile = wanted.clientSecretFile();
      if (secretFile == null) {
        file.write(ofPerson(wanted));
      } else {
        var issued =
            AccessTokens.ofJob(wanted.issuer(), wanted.clientId(), wanted.scope(), secretFile);
        file.write(wanted.with(issued, Clock.systemUTC().instant()));
        output().say("signed in as client " + wanted.clientId());
      }
    } catch (GrantRefusedException e) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (IssuerException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
    use(name, file);
    return ExitCode.DONE;
  }

  private SignIn ofPerson(SignIn wanted) throws IssuerException {
    var clock = Clock.systemUTC();
    return device
        ? new DeviceSignIn(wanted, output()::say, wait, clock, Interruption::sleep).run()
        : new BrowserSignIn(wanted, this::show, wait).run(clock);
  }

  private void show(String text, @Nullable URI url) {
    output().say(text);
    if (url != null
        && !noBrowser
        && Browser.open(url, sources().environment(), System.getProperty("os.name", ""))) {
      output().say("a browser was started");
    }
  }

  /** Returns what the options say, or else what the last sign-in said. */
  private SignIn wanted(SignInFile file) {
    var last = file.read();
    var at = Optional.ofNullable(issuer).or(() -> last.map(SignIn::issuer));
    var as = Optional.ofNullable(clientId).or(() -> last.map(SignIn::clientId));
    if (at.isEmpty() || as.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is missing: the first sign-in to a context needs --issuer and --client-id"
              .formatted(at.isEmpty() ? "--issuer" : "--client-id"));
    }
    try {
      OidcConfig.requireSafe("--issuer", at.get());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    // Another client is not the job of the last sign-in.
    var secret =
        clientSecretFile == null && clientId == null
            ? last.map(SignIn::clientSecretFile).orElse(null)
            : absolute(clientSecretFile);
    if (device && secret != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--device is for a person, and the client is a job with a secret: leave --device out, or"
              + " give the --client-id of the command for people");
    }
    var standard = secret == null ? "openid" : "";
    var asked =
        Optional.ofNullable(scope)
            .or(() -> clientId == null ? last.map(SignIn::scope) : Optional.empty());
    return SignIn.at(at.get(), as.get(), asked.orElse(standard), secret);
  }

  private static @Nullable Path absolute(@Nullable Path file) {
    return file == null ? null : file.toAbsolutePath().normalize();
  }

  /** Makes the commands of a context send the token of the sign-in. */
  private void use(String name, SignInFile file) {
    var contexts = sources().file().read();
    var before = contexts.contexts().getOrDefault(name, Context.EMPTY);
    var path = file.path().toAbsolutePath();
    var former = before.tokenFile();
    if (path.equals(former)) {
      return;
    }
    var only = Json.json().convertValue(Map.of("tokenFile", path.toString()), Context.class);
    sources().file().write(contexts.with(name, before.changedTo(only)));
    if (former != null) {
      output().say("context %s no longer sends the token of %s".formatted(name, former));
    }
  }
}
