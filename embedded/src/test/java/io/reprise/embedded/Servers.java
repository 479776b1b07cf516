package io.reprise.embedded;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link RunningServers}: one broker, schema registry, S3 server
 * and PostgreSQL for all test classes of a module. Each server is started by the first test that
 * asks for it. All are closed when the last test of the module has ended.
 */
public final class Servers implements ParameterResolver {
  private static final ExtensionContext.Namespace MODULE =
      ExtensionContext.Namespace.create(Servers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningServers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(MODULE)
        .getOrComputeIfAbsent(
            RunningServers.class, type -> new RunningServers(), RunningServers.class);
  }
}
