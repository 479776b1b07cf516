package io.reprise.runtime.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.reprise.runtime.access.AccessRules;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.Authentication.Unavailable;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.access.TokenVerifier;
import io.reprise.runtime.oidc.IssuerKeys;
import io.reprise.runtime.oidc.JwtVerifier;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * Refuses requests of callers who do not say who they are, with status 401, or who lack the
 * permission of the route, with status 403. Thread-safe.
 */
final class AccessControl {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 4096;

  private final AccessRules rules;
  private final List<ReadinessCheck> readiness;

  /**
   * By what a caller proves who they are.
   *
   * @param name what it is, in an error message
   * @param check finds out who the caller is now
   */
  private record Credential(String name, Supplier<Authentication> check) {}

  private AccessControl(AccessRules rules, List<ReadinessCheck> readiness) {
    this.rules = rules;
    this.readiness = readiness;
  }

  /**
   * Reads the files of the configuration. If it names an issuer, the issuer's keys are read from
   * the start of the server to its end.
   *
   * @param config a configuration that is on
   */
  static AccessControl of(AuthenticationConfig config, JavalinConfig server) {
    var oidc = config.oidc();
    if (oidc == null) {
      return new AccessControl(new AccessRules(config, TokenVerifier.NONE), List.of());
    }
    var keys = IssuerKeys.of(oidc.issuer());
    server.events.serverStarted(keys::start);
    server.events.serverStopping(keys::close);
    var verifier = new JwtVerifier(oidc, keys, Clock.systemUTC());
    return new AccessControl(
        new AccessRules(config, verifier), List.of(new ReadinessCheck("issuer", keys::fault)));
  }

  /** Returns the checks that hold once the service can find out who its callers are. */
  List<ReadinessCheck> readiness() {
    return readiness;
  }

  /**
   * Admits a request to the handler of a route, or throws. A caller who lacks the action everywhere
   * is refused before the request's body is read.
   *
   * @throws ProblemException with status 401 or 403; or 503 if nobody can tell now who the caller
   *     is
   */
  void admit(Context ctx, Permission permission) {
    var action = permission.action();
    if (action == null) {
      return;
    }
    AuditLog.note(ctx, action);
    var credential = credential(ctx);
    var principal = authenticate(credential);
    var policy = rules.policy();
    var caller = Caller.authenticated(principal, policy, () -> isAdmitted(credential, action));
    caller.attachTo(ctx);
    if (!policy.allowsSomewhere(principal, action)) {
      throw forbidden(principal, permission.toString());
    }
    if (!permission.on().isEach()) {
      var resource = permission.resource().find(ctx);
      AuditLog.note(ctx, resource);
      if (!caller.may(action, resource)) {
        throw forbidden(principal, text(action, resource));
      }
      caller.admittedWhile(() -> isAdmitted(credential, action, resource)).attachTo(ctx);
    }
  }

  /** Returns whether a caller whose answer goes on would still be admitted. */
  private boolean isAdmitted(Credential credential, Action action) {
    return credential.check().get() instanceof Authenticated now
        && rules.policy().allowsSomewhere(now.principal(), action);
  }

  private boolean isAdmitted(Credential credential, Action action, Resource resource) {
    return credential.check().get() instanceof Authenticated now
        && rules.policy().allows(now.principal(), action, resource);
  }

  private static String text(Action action, Resource resource) {
    return resource.equals(Resource.NONE) ? action.toString() : action + " on " + resource;
  }

  /**
   * Returns by what a caller proves who they are. A token comes before a certificate, because a
   * service passes on the token of its caller over a connection of its own.
   */
  private Credential credential(Context ctx) {
    var header = ctx.header("Authorization");
    if (header != null) {
      var token = token(header);
      return new Credential("token of the request", () -> rules.authenticate(token));
    }
    return ClientCertificate.of(ctx)
        .map(sent -> new Credential("client certificate", sent::authenticate))
        .orElseThrow(() -> unauthenticated("", "the request does not say who sends it"));
  }

  private static Token token(String header) {
    boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    var text = isBearer ? header.substring(SCHEME.length()).strip() : "";
    if (text.isEmpty() || text.length() > LONGEST_TOKEN) {
      throw unauthenticated(
          ", error=\"invalid_request\"",
          "the header Authorization has no token of at most %d characters"
              .formatted(LONGEST_TOKEN));
    }
    return Token.of(text);
  }

  private static Principal authenticate(Credential credential) {
    var outcome = credential.check().get();
    if (outcome instanceof Authenticated authenticated) {
      return authenticated.principal();
    }
    if (outcome instanceof Unavailable unavailable) {
      throw unavailable(unavailable.reason());
    }
    throw unauthenticated(
        ", error=\"invalid_token\"",
        "the %s %s".formatted(credential.name(), ((Refused) outcome).reason()));
  }

  private static ProblemException unauthenticated(String error, String reason) {
    return new ProblemException(
            Problem.of(
                401,
                "unauthenticated",
                "Unauthenticated",
                reason
                    + ": send the header Authorization: Bearer <token>, or a client certificate if"
                    + " the service takes them"))
        .withHeader("WWW-Authenticate", "Bearer realm=\"reprise\"" + error);
  }

  private static ProblemException unavailable(String reason) {
    return new ProblemException(
            Problem.of(
                503,
                "issuer-unavailable",
                "Issuer unavailable",
                "the token of the request cannot be checked: %s: send the request again later"
                    .formatted(reason)))
        .withHeader("Retry-After", "5");
  }

  private static ProblemException forbidden(Principal principal, String permission) {
    return new ProblemException(
        Problem.of(
                403,
                "forbidden",
                "Forbidden",
                "%s lacks the permission: %s: ask for a role that has it in the policy"
                    .formatted(principal.name(), permission))
            .with("permission", permission));
  }
}
