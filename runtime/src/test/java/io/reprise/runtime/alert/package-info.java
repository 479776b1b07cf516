/**
 * Holds alert rules against faults of running services. In: the addresses of services, before,
 * during and after a fault. Out: whether {@code promtool} finds that an alert fires and clears.
 * Must not know any service.
 */
package io.reprise.runtime.alert;
