package shop;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AccessLogValve;

/// A small shop: products from a database, pictures uploaded by its visitors, thumbnails made by a
/// program. It stands for an ordinary application of its time, with the hole of its time.
public final class Shop {
    private Shop() {}

    /// Serves until it is told to stop; Tomcat's own shutdown hook answers SIGTERM.
    public static void main(String[] arguments) throws LifecycleException {
        Path home = Path.of(System.getProperty("shop.home", "/opt/shop"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(home.resolve("tomcat").toString());
        tomcat.setPort(Integer.getInteger("shop.port", 8080));
        Context shop = tomcat.addWebapp("", home.resolve("web").toString());
        shop.setParentClassLoader(Shop.class.getClassLoader());
        tomcat.getHost().getPipeline().addValve(accessLog());
        tomcat.getConnector();
        tomcat.start();
        tomcat.getServer().await();
    }

    private static AccessLogValve accessLog() {
        AccessLogValve log = new AccessLogValve();
        log.setDirectory("/srv/shop/log");
        log.setPattern("common");
        log.setBuffered(false);
        return log;
    }
}
