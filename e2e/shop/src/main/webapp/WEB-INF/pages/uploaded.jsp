<%@ page contentType="text/html; charset=UTF-8" %><%@ taglib prefix="s" uri="/struts-tags" %><!doctype html>
<title>Thank you</title>
<p>Thank you for picture <s:property value="id"/> (<s:property value="kind"/>).</p>
<img src="thumbnail.action?id=<s:property value="id"/>" alt="your picture">
