<%@ page contentType="text/html; charset=UTF-8" %><%@ taglib prefix="s" uri="/struts-tags" %><!doctype html>
<title>The shop</title>
<h1>The shop</h1>
<ul>
<s:iterator value="products"><li><s:property value="name"/>, <s:property value="price"/></li>
</s:iterator></ul>
<form action="upload.action" method="post" enctype="multipart/form-data">
<input type="file" name="picture"><button>Send us your picture</button>
</form>
<p>Visit <s:property value="visit"/></p>
