package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what the sender may do. Without authentication, the caller is unknown and
 * may do everything. Immutable.
 */
public final class Caller {
  private static final String ATTRIBUTE = Caller.class.getName();
  private static final Caller UNKNOWN = new Caller(null, null, () -> true);

  private final @Nullable Principal principal;
  private final @Nullable Policy policy;
  private final BooleanSupplier admitted;

  private Caller(@Nullable Principal principal, @Nullable Policy policy, BooleanSupplier admitted) {
    this.principal = principal;
    this.policy = policy;
    this.admitted = admitted;
  }

  /**
   * @param admitted checks whether the caller's request would be admitted if it were sent now
   */
  static Caller authenticated(Principal principal, Policy policy, BooleanSupplier admitted) {
    return new Caller(principal, policy, admitted);
  }

  /** Returns the same caller with another check. */
  Caller admittedWhile(BooleanSupplier check) {
    return new Caller(principal, policy, check);
  }

  /**
   * Returns whether the request would still be admitted: the token has neither expired nor been
   * removed, and the policy still allows the request. May wait some seconds for the issuer of the
   * token.
   */
  boolean isStillAdmitted() {
    return admitted.getAsBoolean();
  }

  /** Returns the caller of a request. */
  public static Caller of(Context ctx) {
    Caller caller = ctx.attribute(ATTRIBUTE);
    return caller == null ? UNKNOWN : caller;
  }

  void attachTo(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** Returns who sent the request; empty if the service does not authenticate. */
  public Optional<Principal> principal() {
    return Optional.ofNullable(principal);
  }

  /** Returns whether the caller may carry out an action on a resource. */
  public boolean may(Action action, Resource resource) {
    return principal == null || policy == null || policy.allows(principal, action, resource);
  }

  /**
   * Returns which principals and groups of the policy, other than the caller, may carry out an
   * action on a resource, such as {@code bob} and {@code group oncall}. Empty if the service does
   * not authenticate.
   */
  public List<String> othersWhoMay(Action action, Resource resource) {
    return policy == null
        ? List.of()
        : policy.whoMay(action, resource).stream()
            .filter(name -> principal == null || !name.equals(principal.name()))
            .toList();
  }

  /** Returns what is hidden from the caller in the records of a topic. */
  public FieldMask mask(String topic) {
    return principal == null || policy == null ? FieldMask.NONE : policy.mask(principal, topic);
  }

  /**
   * Refuses a search by something that is hidden from the caller, because the number of results
   * would tell what it is.
   *
   * @param what what the request searches by, such as {@code filter.keys}
   * @param hidden what is hidden of it, as the policy names it
   * @return the problem to throw, with status 403
   */
  public ProblemException searchesByMasked(String topic, String what, String hidden) {
    return new ProblemException(
        Problem.of(
            403,
            "masked",
            "Masked",
            "%s selects by %s, which the policy hides from %s in the topic '%s': leave it out, or ask for a role without this mask"
                .formatted(what, hidden, principal().map(Principal::name).orElse("you"), topic)));
  }

  /**
   * Refuses a change that would copy something hidden from the caller to a place where it is not.
   *
   * @param what what the request does, such as {@code the transform of email}
   * @param hidden what is hidden of it, as the policy names it
   * @return the problem to throw, with status 403
   */
  public ProblemException copiesMasked(String topic, String what, String hidden) {
    return new ProblemException(
        Problem.of(
            403,
            "masked",
            "Masked",
            "%s copies %s, which the policy hides from %s in the topic '%s': leave it out, or ask for a role without this mask"
                .formatted(what, hidden, principal().map(Principal::name).orElse("you"), topic)));
  }

  /** Returns whether the caller may see a topic. */
  public boolean mayView(String topic) {
    return may(Action.VIEW, Resource.topic(topic));
  }
}
